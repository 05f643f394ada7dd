package io.millrace.runtime.loop;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time in which the log or the stores cannot be written, because a disk is full or permission was lost: the loop rests, tries again, and rests for longer each time. It ends by itself.
 * Confined to the loop's thread.
 */
public final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private static final long FIRST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long REMIND_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String loopName;
    private boolean isOn;
    private long beganNanos;
    private long restNanos;
    private long restsUntilNanos;
    private long toldNanos;

    public Outage(String loopName) {
        this.loopName = loopName;
    }

    /** Something could not be read or written; the loop rests from now on. */
    public void rest(Exception reason, long nowNanos) {
        if (!isOn) {
            isOn = true;
            beganNanos = nowNanos;
            restNanos = FIRST_REST_NANOS;
            tell(reason, nowNanos);
        } else {
            restNanos = Math.min(2 * restNanos, LONGEST_REST_NANOS);
            if (nowNanos - toldNanos >= REMIND_NANOS) {
                tell(reason, nowNanos);
            }
        }
        restsUntilNanos = nowNanos + restNanos;
    }

    private void tell(Exception reason, long nowNanos) {
        toldNanos = nowNanos;
        LOG.error(
                "{} has stopped to process: {} Its tasks are back at their last commits, nothing is lost, and it goes on by itself once that is mended",
                loopName,
                reason.getMessage(),
                reason);
    }

    /** Whether it is too early to try again. */
    public boolean isResting(long nowNanos) {
        return isOn && nowNanos - restsUntilNanos < 0;
    }

    /** A commit has worked again. */
    public void ended(long nowNanos) {
        if (isOn) {
            isOn = false;
            LOG.info("{} goes on after {} ms", loopName, TimeUnit.NANOSECONDS.toMillis(nowNanos - beganNanos));
        }
    }
}
