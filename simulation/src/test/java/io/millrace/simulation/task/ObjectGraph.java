package io.millrace.simulation.task;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Everything that can be reached from an object, as text by path, so that two moments of one object can be compared. Walks all fields of classes of this project, also
 * those that lambdas have captured; of the JDK it knows collections, maps, atomics and boxes; anything else is a leaf that is named by its class. Wide first, so that a
 * thing is named by its shortest path; further paths to it say which that is, so that it is seen if a field refers to another object of equal content.
 */
final class ObjectGraph {

    private final Leaves leaves;
    private final SortedMap<String, String> lines = new TreeMap<>();
    private final Map<Object, String> seen = new IdentityHashMap<>();
    private final ArrayDeque<Reached> ahead = new ArrayDeque<>();

    /** What is not walked, and what is shown in its place. */
    interface Leaves {

        /** Whether a field is left out. */
        boolean leavesOut(Field field);

        /** What the value of a field is shown as. */
        Object valueOf(Field field, Object value);

        /** What an object that is not walked is shown as; null if it is walked. */
        Object shownAs(Object object);
    }

    private record Reached(String path, Object object) {}

    private ObjectGraph(Leaves leaves) {
        this.leaves = leaves;
    }

    /** Value or kind of all that can be reached, by path from the root. */
    static SortedMap<String, String> of(Object root, Leaves leaves) {
        ObjectGraph graph = new ObjectGraph(leaves);
        graph.reach("", root);
        while (!graph.ahead.isEmpty()) {
            Reached next = graph.ahead.remove();
            graph.walk(next.path(), next.object());
        }
        return graph.lines;
    }

    private void reach(String path, Object object) {
        if (object == null || isValue(object)) {
            lines.put(path, String.valueOf(object));
            return;
        }
        if (object.getClass().isArray() && object.getClass().getComponentType().isPrimitive()) {
            lines.put(path, textOf(object));
            return;
        }
        String first = seen.putIfAbsent(object, path);
        if (first == null) {
            ahead.add(new Reached(path, object));
        } else {
            lines.put(path, "-> " + first);
        }
    }

    private static boolean isValue(Object object) {
        return object instanceof Number && !(object instanceof AtomicInteger) && !(object instanceof AtomicLong)
                || object instanceof CharSequence
                || object instanceof Boolean
                || object instanceof Character
                || object instanceof Enum<?>
                || object instanceof Class<?>;
    }

    private void walk(String path, Object object) {
        Object shown = leaves.shownAs(object);
        if (shown != null) {
            reach(path + ":", shown);
        } else if (object.getClass().isArray()) {
            walkArray(path, object);
        } else if (object instanceof Map<?, ?> map) {
            walkMap(path, map);
        } else if (object instanceof Collection<?> collection) {
            int index = 0;
            lines.put(path + ".size", "" + collection.size());
            for (Object element : collection) {
                reach(path + "[" + index++ + "]", element);
            }
        } else if (object instanceof AtomicReference<?> reference) {
            reach(path + ".get", reference.get());
        } else if (object instanceof AtomicLong || object instanceof AtomicInteger || object instanceof AtomicBoolean) {
            lines.put(path, object.toString());
        } else if (object instanceof Optional<?> optional) {
            reach(path + ".get", optional.orElse(null));
        } else if (object.getClass().getName().startsWith("io.millrace.")) {
            walkFields(path, object);
        } else {
            lines.put(path, kindOf(object));
        }
    }

    private void walkArray(String path, Object array) {
        int length = Array.getLength(array);
        for (int i = 0; i < length; i++) {
            reach(path + "[" + i + "]", Array.get(array, i));
        }
    }

    private static String textOf(Object primitives) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Array.getLength(primitives); i++) {
            text.append(Array.get(primitives, i)).append(' ');
        }
        return text.toString();
    }

    /** Keys are named by their text, since the order of a hash map tells nothing. */
    private void walkMap(String path, Map<?, ?> map) {
        lines.put(path + ".size", "" + map.size());
        map.forEach((key, value) -> reach(path + "{" + nameOf(key) + "}", value));
    }

    private static String nameOf(Object key) {
        return key instanceof byte[] ? textOf(key) : String.valueOf(key);
    }

    private void walkFields(String path, Object object) {
        lines.put(path + " is", kindOf(object));
        for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
            if (!type.getName().startsWith("io.millrace.")) {
                return;
            }
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !leaves.leavesOut(field)) {
                    reach(path + "." + field.getName(), leaves.valueOf(field, valueOf(field, object)));
                }
            }
        }
    }

    static Object valueOf(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field + " cannot be read", e);
        }
    }

    /** Lambdas have numbers that tell nothing. */
    private static String kindOf(Object object) {
        String name = object.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda) + " lambda";
    }
}
