package io.millrace.parity.api;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Types as text, with classes renamed and type variables numbered: C0 is the first of the class, M0 the first of the method. */
final class TypeText {

    private final UnaryOperator<String> rename;

    TypeText(UnaryOperator<String> rename) {
        this.rename = rename;
    }

    String erased(Class<?> type) {
        return type.isArray() ? erased(type.getComponentType()) + "[]" : rename.apply(type.getName());
    }

    String parameters(Executable executable) {
        return Arrays.stream(executable.getParameterTypes())
                .map(this::erased)
                .collect(Collectors.joining(",", "(", ")"));
    }

    String typeParameters(GenericDeclaration declaration) {
        return Arrays.stream(declaration.getTypeParameters())
                .map(variable -> Arrays.stream(variable.getBounds())
                        .map(bound -> generic(bound, declaration))
                        .collect(Collectors.joining("&")))
                .collect(Collectors.joining(",", "<", ">"));
    }

    String genericSignature(Executable executable) {
        String parameters = Arrays.stream(executable.getGenericParameterTypes())
                .map(type -> generic(type, executable))
                .collect(Collectors.joining(",", "(", ")"));
        String result = executable instanceof Method method ? generic(method.getGenericReturnType(), executable) : "";
        return typeParameters(executable) + parameters + result;
    }

    String generic(Type type, GenericDeclaration at) {
        if (type instanceof Class<?> raw) {
            return erased(raw);
        }
        if (type instanceof ParameterizedType parameterized) {
            return erased((Class<?>) parameterized.getRawType())
                    + Arrays.stream(parameterized.getActualTypeArguments())
                            .map(argument -> generic(argument, at))
                            .collect(Collectors.joining(",", "<", ">"));
        }
        if (type instanceof TypeVariable<?> variable) {
            List<?> all = Arrays.asList(variable.getGenericDeclaration().getTypeParameters());
            return (variable.getGenericDeclaration() instanceof Class<?> ? "C" : "M") + all.indexOf(variable);
        }
        if (type instanceof WildcardType wildcard) {
            return wildcard.getLowerBounds().length > 0
                    ? "? super " + generic(wildcard.getLowerBounds()[0], at)
                    : wildcard.getUpperBounds()[0] == Object.class
                            ? "?"
                            : "? extends " + generic(wildcard.getUpperBounds()[0], at);
        }
        return generic(((GenericArrayType) type).getGenericComponentType(), at) + "[]";
    }

    /** Names of the classes in a member's signature. */
    Set<String> mentions(Executable executable) {
        Set<String> names = new LinkedHashSet<>();
        Arrays.stream(executable.getGenericParameterTypes()).forEach(type -> collect(type, names));
        Arrays.stream(executable.getExceptionTypes()).forEach(type -> collect(type, names));
        if (executable instanceof Method method) {
            collect(method.getGenericReturnType(), names);
        }
        return names;
    }

    Set<String> mentions(Field field) {
        Set<String> names = new LinkedHashSet<>();
        collect(field.getGenericType(), names);
        return names;
    }

    private static void collect(Type type, Set<String> names) {
        if (type instanceof Class<?> raw) {
            Class<?> element = raw;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            names.add(element.getName());
        } else if (type instanceof ParameterizedType parameterized) {
            collect(parameterized.getRawType(), names);
            Arrays.stream(parameterized.getActualTypeArguments()).forEach(argument -> collect(argument, names));
        } else if (type instanceof GenericArrayType array) {
            collect(array.getGenericComponentType(), names);
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(bound -> collect(bound, names));
            Arrays.stream(wildcard.getLowerBounds()).forEach(bound -> collect(bound, names));
        }
    }
}
