package io.millrace.stores.engine.rocksdb;

import io.millrace.stores.Race;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReaderGateRaceTest {

    @Test
    void shouldNotCloseTheDatabaseWhileAReaderIsInside() throws Exception {
        Race.run(Closing::new);
    }

    private static final class Closing implements Race.Round {

        private final ReaderGate gate = new ReaderGate("d");
        private volatile boolean isFreed;

        @Override
        public List<Race.Step> steps() {
            return List.of(this::read, this::read, this::close);
        }

        private void read(Race.Pause pause) {
            while (gate.tryEnter()) {
                try {
                    pause.maybe();
                    if (isFreed) {
                        throw new AssertionError("A reader is in a database that was closed");
                    }
                } finally {
                    gate.exit();
                }
            }
        }

        private void close(Race.Pause pause) {
            pause.maybe();
            gate.close();
            isFreed = true;
        }
    }
}
