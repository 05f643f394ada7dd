package io.millrace.parity.differential;

import io.millrace.parity.api.NameMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads the classes of one package anew, with every class of Kafka's that they mention renamed to its counterpart. All names in a class file, those in
 * descriptors and signatures too, are texts of its constant pool, and nothing in the file depends on their lengths; so it suffices to rewrite these texts.
 */
public final class RenamingLoader extends ClassLoader {

    private static final Pattern KAFKA_NAME = Pattern.compile("org/apache/kafka/[A-Za-z0-9_/$]+");

    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int METHOD_HANDLE = 15;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private final String ownPackage;
    private final NameMap names;

    public RenamingLoader(String ownPackage, NameMap names) {
        super(RenamingLoader.class.getClassLoader());
        this.ownPackage = ownPackage;
        this.names = names;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(ownPackage + ".")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] renamed = rename(in.readAllBytes());
            return defineClass(name, renamed, 0, renamed.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] rename(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(in.readLong());
        int count = in.readUnsignedShort();
        out.writeShort(count);
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            switch (tag) {
                case UTF8 -> out.writeUTF(rename(in.readUTF()));
                case LONG, DOUBLE -> {
                    out.writeLong(in.readLong());
                    i++;
                }
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> out.writeShort(in.readUnsignedShort());
                case METHOD_HANDLE -> {
                    out.writeByte(in.readUnsignedByte());
                    out.writeShort(in.readUnsignedShort());
                }
                case INTEGER, FLOAT -> out.writeInt(in.readInt());
                default -> out.writeInt(in.readInt());
            }
        }
        in.transferTo(out);
        return bytes.toByteArray();
    }

    private String rename(String text) {
        return KAFKA_NAME
                .matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(names.rename(found.group().replace('/', '.'))
                                .map(name -> name.replace('.', '/'))
                                .orElse(found.group())));
    }
}
