package io.millrace.parity.api;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TopologyTestDriver;

/** The public classes of Kafka Streams 4.3.1 and its test utilities, and those of Kafka's clients that {@link NameMap} names. */
final class OldClasses {

    private final NameMap names;
    private final Map<String, Class<?>> found = new TreeMap<>();

    private OldClasses(NameMap names) {
        this.names = names;
    }

    static List<Class<?>> find(NameMap names) {
        OldClasses classes = new OldClasses(names);
        classes.addJarOf(KafkaStreams.class);
        classes.addJarOf(TopologyTestDriver.class);
        classes.addJarOf(TopicPartition.class);
        return List.copyOf(classes.found.values());
    }

    private void addJarOf(Class<?> member) {
        try (JarFile jar = new JarFile(new File(
                member.getProtectionDomain().getCodeSource().getLocation().toURI()))) {
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .filter(this::isCandidate)
                    .forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isCandidate(String name) {
        Optional<String> renamed = names.rename(name);
        return renamed.isPresent() || name.startsWith("org.apache.kafka.streams.") && !name.contains(".internals.");
    }

    private void add(String name) {
        try {
            Class<?> type = Class.forName(name, false, OldClasses.class.getClassLoader());
            if (isVisible(type)) {
                found.put(name, type);
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
            return false;
        }
        int modifiers = type.getModifiers();
        boolean visible = Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
        Class<?> outer = type.getDeclaringClass();
        return visible && (outer == null || isVisible(outer));
    }
}
