package io.millrace.parity.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a class offers, as facts: a name of the fact, and what holds of it. Inherited members count as the class's own, since a program cannot tell the
 * difference. Type variables are numbered by position, since their names mean nothing to a program.
 */
final class ApiSurface {

    /**
     * A member.
     *
     * @param erased access, kind, erased result, thrown types, value of a constant
     * @param generic the generic signature; null if it is inherited, so that its variables belong to another class
     */
    record Member(String erased, @Nullable String generic, Class<?> declaredBy, Set<String> mentions) {}

    private final TypeText text;
    private final Class<?> type;

    ApiSurface(Class<?> type, TypeText text) {
        this.type = type;
        this.text = text;
    }

    /** Kind, modifiers that matter to programs, type parameters, direct and inherited supertypes that are public. */
    Map<String, String> typeFacts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kind", kind());
        int modifiers = type.getModifiers();
        facts.put("access", Modifier.isProtected(modifiers) ? "protected" : "public");
        if (!type.isInterface() && !type.isEnum()) {
            facts.put("abstract", String.valueOf(Modifier.isAbstract(modifiers)));
            facts.put("extensible", String.valueOf(isExtensible()));
        }
        if (type.getDeclaringClass() != null) {
            facts.put("static", String.valueOf(Modifier.isStatic(modifiers)));
        }
        facts.put("type parameters", text.typeParameters(type));
        if (type.isEnum()) {
            facts.put("constants", Arrays.toString(type.getEnumConstants()));
        }
        return facts;
    }

    private boolean isExtensible() {
        return !Modifier.isFinal(type.getModifiers())
                && Arrays.stream(type.getDeclaredConstructors()).anyMatch(c -> isVisible(c.getModifiers()));
    }

    private String kind() {
        if (type.isAnnotation()) {
            return "annotation";
        }
        if (type.isInterface()) {
            return "interface";
        }
        return type.isEnum() ? "enum" : "class";
    }

    /** Generic supertypes, all of them, by erased name. */
    Map<String, String> supertypes(Predicate<Class<?>> relevant) {
        Map<String, String> result = new TreeMap<>();
        Set<Class<?>> seen = new LinkedHashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty()) {
            Class<?> next = open.remove();
            if (next.getSuperclass() != null && seen.add(next.getSuperclass())) {
                open.add(next.getSuperclass());
            }
            for (Class<?> one : next.getInterfaces()) {
                if (seen.add(one)) {
                    open.add(one);
                }
            }
        }
        Map<String, String> direct = directSupertypes();
        for (Class<?> one : seen) {
            if (relevant.test(one)) {
                String name = text.erased(one);
                result.put(name, direct.getOrDefault(name, ""));
            }
        }
        return result;
    }

    private Map<String, String> directSupertypes() {
        Map<String, String> result = new TreeMap<>();
        if (type.getSuperclass() != null) {
            result.put(text.erased(type.getSuperclass()), text.generic(type.getGenericSuperclass(), type));
        }
        for (int i = 0; i < type.getInterfaces().length; i++) {
            result.put(text.erased(type.getInterfaces()[i]), text.generic(type.getGenericInterfaces()[i], type));
        }
        return result;
    }

    /** Public and protected members, inherited ones included, deprecated ones and those of {@code java.*} classes not. */
    Map<String, Member> members(Predicate<Executable> keepDeprecated) {
        Map<String, Member> result = new TreeMap<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor.getModifiers())
                    && !constructor.isSynthetic()
                    && !type.isEnum()
                    && (isExtensible() || Modifier.isPublic(constructor.getModifiers()))
                    && (!isDeprecated(constructor) || keepDeprecated.test(constructor))) {
                result.put("new" + text.parameters(constructor), executable(constructor, ""));
            }
        }
        for (Method method : visibleMethods()) {
            if (!isDeprecated(method) || keepDeprecated.test(method)) {
                String key = method.getName() + text.parameters(method);
                result.put(key, executable(method, text.erased(method.getReturnType()) + " "));
            }
        }
        for (Class<?> from : hierarchy()) {
            for (Field field : from.getDeclaredFields()) {
                if (isVisible(field.getModifiers())
                        && !field.isEnumConstant()
                        && !field.isSynthetic()
                        && !field.isAnnotationPresent(Deprecated.class)) {
                    result.putIfAbsent("field " + field.getName(), field(field));
                }
            }
        }
        return result;
    }

    private static boolean isDeprecated(Executable executable) {
        return executable.isAnnotationPresent(Deprecated.class);
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private List<Class<?>> hierarchy() {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> at = type; at != null && !isForeign(at); at = at.getSuperclass()) {
            all.add(at);
        }
        for (Class<?> at : List.copyOf(all)) {
            addInterfaces(at, all);
        }
        return List.copyOf(all);
    }

    private static void addInterfaces(Class<?> at, Set<Class<?>> all) {
        for (Class<?> one : at.getInterfaces()) {
            if (!isForeign(one) && all.add(one)) {
                addInterfaces(one, all);
            }
        }
    }

    private static boolean isForeign(Class<?> type) {
        return type.getName().startsWith("java.");
    }

    /** The most specific declaration of each method; the classes come before the interfaces. */
    private List<Method> visibleMethods() {
        List<Method> methods = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Class<?> from : hierarchy()) {
            for (Method method : from.getDeclaredMethods()) {
                boolean inheritedStatic =
                        from != type && from.isInterface() && Modifier.isStatic(method.getModifiers());
                if (isVisible(method.getModifiers())
                        && !method.isSynthetic()
                        && !method.isBridge()
                        && !inheritedStatic
                        && !isOfEveryEnum(method)
                        && seen.add(method.getName() + Arrays.toString(method.getParameterTypes()))) {
                    methods.add(method);
                }
            }
        }
        return methods;
    }

    private boolean isOfEveryEnum(Method method) {
        return type.isEnum()
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
    }

    private Member executable(Executable executable, String result) {
        int modifiers = executable.getModifiers();
        StringBuilder erased = new StringBuilder();
        erased.append(Modifier.isPublic(modifiers) ? "public " : "protected ");
        if (Modifier.isStatic(modifiers)) {
            erased.append("static ");
        }
        if (type.isInterface() && !Modifier.isStatic(modifiers)) {
            erased.append(Modifier.isAbstract(modifiers) ? "abstract " : "default ");
        }
        if (Modifier.isFinal(modifiers) && isExtensible() && !Modifier.isStatic(modifiers)) {
            erased.append("final ");
        }
        erased.append(result);
        String checked = Arrays.stream(executable.getExceptionTypes())
                .filter(thrown ->
                        !RuntimeException.class.isAssignableFrom(thrown) && !Error.class.isAssignableFrom(thrown))
                .map(text::erased)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!checked.isEmpty()) {
            erased.append("throws ").append(checked);
        }
        boolean own = executable.getDeclaringClass() == type;
        return new Member(
                erased.toString().strip(),
                own ? text.genericSignature(executable) : null,
                executable.getDeclaringClass(),
                text.mentions(executable));
    }

    private Member field(Field field) {
        int modifiers = field.getModifiers();
        String kind = (Modifier.isPublic(modifiers) ? "public " : "protected ")
                + (Modifier.isStatic(modifiers) ? "static " : "")
                + (Modifier.isFinal(modifiers) ? "final " : "")
                + text.erased(field.getType());
        boolean own = field.getDeclaringClass() == type;
        return new Member(
                kind + constant(field),
                own ? text.generic(field.getGenericType(), type) : null,
                field.getDeclaringClass(),
                text.mentions(field));
    }

    private String constant(Field field) {
        boolean isConstant = Modifier.isStatic(field.getModifiers())
                && Modifier.isPublic(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
        if (!isConstant) {
            return "";
        }
        try {
            return " = " + field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
