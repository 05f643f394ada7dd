package io.millrace.test.view;

import io.millrace.processor.StateStore;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.WindowStoreIterator;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a store, one per partition, as one store that can be read. A read of one key asks all parts: a processor may have put a key into any of them. Rows of a
 * scan come part after part. Confined to the test's thread.
 */
public final class PartitionedStore implements InvocationHandler {

    private static final Set<String> CHANGES =
            Set.of("put", "putAll", "putIfAbsent", "delete", "remove", "init", "close", "commit");
    private static final Set<String> SUMS = Set.of("approximateNumEntries");

    private final String name;
    private final SortedMap<Integer, ? extends StateStore> parts;
    private final String getter;

    private PartitionedStore(String name, SortedMap<Integer, ? extends StateStore> parts, String getter) {
        this.name = name;
        this.parts = parts;
        this.getter = getter;
    }

    /**
     * A view of all parts; the part itself if there is only one.
     *
     * @param parts at least one
     * @param type an interface that all parts have
     * @param getter the driver's method that gives one part
     */
    @SuppressWarnings("unchecked") // a proxy of the interface is of its type, whatever the types of keys and values
    public static <S extends StateStore> S of(
            String name, SortedMap<Integer, ? extends StateStore> parts, Class<?> type, String getter) {
        if (parts.size() == 1) {
            return (S) parts.values().iterator().next();
        }
        return (S) Proxy.newProxyInstance(
                PartitionedStore.class.getClassLoader(),
                new Class<?>[] {type},
                new PartitionedStore(name, parts, getter));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String called = method.getName();
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, called, arguments);
        }
        if (CHANGES.contains(called)) {
            throw new UnsupportedOperationException(
                    "Store '" + name + "' has the partitions " + parts.keySet() + ", and " + called
                            + " cannot tell which is meant: use " + getter + "(\"" + name + "\", partition).");
        }
        Map<Integer, Object> answers = new LinkedHashMap<>();
        for (Map.Entry<Integer, ? extends StateStore> part : parts.entrySet()) {
            Object answer = ask(part.getValue(), method, arguments);
            if (answer != null) {
                answers.put(part.getKey(), answer);
            }
        }
        if (KeyValueIterator.class.isAssignableFrom(method.getReturnType())) {
            return chained(List.copyOf(answers.values()), method.getReturnType() == WindowStoreIterator.class);
        }
        if (SUMS.contains(called)) {
            return answers.values().stream().mapToLong(Long.class::cast).sum();
        }
        return only(answers, called, arguments);
    }

    private Object ofObject(Object proxy, String called, Object @Nullable [] arguments) {
        return switch (called) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Store '" + name + "', partitions " + parts.keySet();
        };
    }

    private static @Nullable Object ask(StateStore part, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(part, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private @Nullable Object only(Map<Integer, Object> answers, String called, Object @Nullable [] arguments) {
        Object first = answers.isEmpty() ? null : answers.values().iterator().next();
        for (Object answer : answers.values()) {
            if (!Objects.deepEquals(answer, first)) {
                throw new IllegalStateException("Partitions of store '" + name + "' answer "
                        + called + (arguments == null ? "()" : Arrays.toString(arguments)) + " differently: " + answers
                        + ". Read one of them with "
                        + getter + "(\"" + name + "\", partition).");
            }
        }
        return first;
    }

    @SuppressWarnings("unchecked") // what the same method of each part returned
    private static KeyValueIterator<?, ?> chained(List<Object> rows, boolean areOfOneKey) {
        if (areOfOneKey) {
            return new ChainedRows.OfWindows<>(
                    rows.stream().map(one -> (WindowStoreIterator<Object>) one).toList());
        }
        return new ChainedRows<>(
                rows.stream().map(one -> (KeyValueIterator<Object, Object>) one).toList());
    }
}
