package io.millrace.broker;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/** A process of its own that holds a lock file until it is killed. */
public final class LockHolder {

    private LockHolder() {}

    public static void main(String[] args) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(args[0], "rw")) {
            file.getChannel().lock();
            file.setLength(0);
            file.write(("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8));
            System.out.println("L");
            System.in.read();
        }
    }
}
