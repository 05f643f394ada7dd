package io.millrace.broker.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DoorbellRaceTest {

    private static final long TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

    /** A ring that was missed costs this. */
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** One hands numbers over, the other waits for each, as a log and its reader do. */
    @Test
    void shouldMissNoRing() throws Exception {
        Doorbell bell = new Doorbell();
        AtomicLong handedOver = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        AtomicLong longestNanos = new AtomicLong();
        long end = System.nanoTime() + TIME_NANOS;
        Thread reader = new Thread(() -> {
            long next = 1;
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                bell.reset();
                while (handedOver.get() < next) {
                    if ((next & 7) == 0) {
                        // The bell rings between the look and the wait.
                        Thread.yield();
                    }
                    bell.await(LONG_NANOS);
                    if (handedOver.get() < next) {
                        bell.reset();
                    }
                }
                longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
                taken.set(next++);
            }
            taken.set(Long.MAX_VALUE);
        });
        reader.setDaemon(true);
        reader.start();
        long next = 1;
        while (taken.get() != Long.MAX_VALUE) {
            if (taken.get() == next - 1) {
                if ((next & 3) == 0) {
                    Thread.yield();
                }
                handedOver.set(next++);
                bell.ring();
            }
        }

        assertThat(next).isGreaterThan(100);
        assertThat(longestNanos.get()).isLessThan(LONG_NANOS);
    }
}
