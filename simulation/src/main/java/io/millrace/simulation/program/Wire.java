package io.millrace.simulation.program;

import io.millrace.dsl.operator.Change;
import io.millrace.dsl.operator.ForeignKeyAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How values stand in a topic, and how they are written as text: as bytes, and as the objects that a source makes of them. */
public enum Wire {

    /** A string. */
    TEXT {
        @Override
        String read(ByteBuffer bytes) {
            return rest(bytes);
        }
    },

    /** {@code new<-old}: with one of them, or the length of the new one (zigzag varint) in front of both; a flag in the last byte says which. */
    CHANGE {
        @Override
        String read(ByteBuffer bytes) {
            int flag = bytes.get(bytes.limit() - 1);
            bytes.limit(bytes.limit() - 1);
            return switch (flag) {
                case 0 -> change(null, rest(bytes));
                case 1 -> change(rest(bytes), null);
                case 2 -> both(bytes);
                default -> throw new IllegalArgumentException("A change with flag " + flag);
            };
        }

        private String both(ByteBuffer bytes) {
            int length = 0;
            byte next = (byte) 0x80;
            for (int shift = 0; next < 0; shift += 7) {
                next = bytes.get();
                length |= (next & 0x7f) << shift;
            }
            byte[] value = new byte[length / 2];
            bytes.get(value);
            return change(new String(value, StandardCharsets.UTF_8), rest(bytes));
        }
    },

    /** {@code instruction hash key partition}, of what a left row of a foreign-key join asks. */
    REGISTRATION {
        @Override
        String read(ByteBuffer bytes) {
            byte version = bytes.get();
            int instruction = bytes.get();
            String hash = version < 0 ? null : hash(bytes.getLong(), bytes.getLong());
            int partition = bytes.getInt(bytes.limit() - Integer.BYTES);
            bytes.limit(bytes.limit() - Integer.BYTES);
            return registration(instruction, hash, rest(bytes), partition);
        }
    },

    /** {@code hash value}, of what the right side of a foreign-key join answers. */
    ANSWER {
        @Override
        String read(ByteBuffer bytes) {
            byte version = bytes.get();
            String hash = version < 0 ? null : hash(bytes.getLong(), bytes.getLong());
            return answer(hash, bytes.hasRemaining() ? rest(bytes) : null);
        }
    };

    abstract String read(ByteBuffer bytes);

    /** The text of bytes of a topic. */
    public @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : read(ByteBuffer.wrap(bytes));
    }

    /** The text of what a source has made of the bytes. */
    static @Nullable String text(@Nullable Object value) {
        if (value instanceof Change<?> change) {
            return change((String) change.newValue(), (String) change.oldValue());
        } else if (value instanceof ForeignKeyAnswer answer) {
            long[] hash = answer.hash();
            return answer(hash == null ? null : hash(hash[0], hash[1]), (String) answer.foreignValue());
        } else if (value instanceof byte[] bytes) {
            return REGISTRATION.text(bytes);
        }
        return (String) value;
    }

    public static String change(@Nullable String now, @Nullable String before) {
        return now + "<-" + before;
    }

    public static String hash(long first, long second) {
        return String.format("%016x%016x", first, second);
    }

    /**
     * A registration.
     *
     * @param instruction 0 forgets, 1 forgets and has nothing answered, 2 has it answered in any case, 3 if there is a row
     */
    public static String registration(int instruction, @Nullable String hash, String key, int partition) {
        return instruction + " " + hash + " " + key + " " + partition;
    }

    public static String answer(@Nullable String hash, @Nullable String value) {
        return hash + " " + value;
    }

    private static String rest(ByteBuffer bytes) {
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return new String(rest, StandardCharsets.UTF_8);
    }
}
