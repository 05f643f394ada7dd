package io.millrace.runtime.global;

import io.millrace.processor.StateStore;
import io.millrace.state.KeyValueStore;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;

/** Views of stores that refuse to be changed. */
final class ReadOnlyStores {

    private static final Set<String> CHANGES =
            Set.of("put", "putAll", "putIfAbsent", "delete", "remove", "init", "close", "flush", "commit");

    private ReadOnlyStores() {}

    /**
     * A view with all interfaces of the store. Key-value stores are read by joins per record, so they have classes of their own.
     *
     * @param beforeRead runs before each access
     */
    static StateStore view(StateStore store, Runnable beforeRead) {
        if (store instanceof TimestampedKeyValueStore<?, ?> stamped) {
            return new ReadOnlyKeyValueStore.Stamped<>(stamped, beforeRead);
        }
        if (store instanceof TimestampedKeyValueStoreWithHeaders<?, ?> stamped) {
            return new ReadOnlyKeyValueStore.StampedWithHeaders<>(stamped, beforeRead);
        }
        if (store instanceof KeyValueStore<?, ?> keyValue) {
            return new ReadOnlyKeyValueStore<>(keyValue, beforeRead);
        }
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> at = store.getClass(); at != null; at = at.getSuperclass()) {
            for (Class<?> one : at.getInterfaces()) {
                if (StateStore.class.isAssignableFrom(one)) {
                    interfaces.add(one);
                }
            }
        }
        return (StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(),
                interfaces.toArray(Class<?>[]::new),
                (proxy, method, arguments) -> read(store, beforeRead, method, arguments));
    }

    private static Object read(StateStore store, Runnable beforeRead, Method method, Object[] arguments)
            throws Throwable {
        if (CHANGES.contains(method.getName())) {
            throw new UnsupportedOperationException(refusal(store.name()));
        }
        beforeRead.run();
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static String refusal(String name) {
        return "Store '" + name
                + "' is global: it is filled from its topic, and processors can only read it. Write to the topic instead.";
    }
}
