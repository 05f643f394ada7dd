package io.millrace.config;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A condition on a configuration value of the right type. */
record Validator(String valid, Predicate<Object> condition) {

    static final Validator ANY = new Validator("", value -> true);

    /** A number from {@code least} on. */
    static Validator atLeast(long least) {
        return new Validator("at least " + least, value -> ((Number) value).longValue() >= least);
    }

    /** One of these texts, in just this case. */
    static Validator oneOf(String... texts) {
        List<String> all = List.of(texts);
        return new Validator("one of " + all, all::contains);
    }

    /** One of these texts, in any case. */
    static Validator oneOfIgnoringCase(String... texts) {
        List<String> all = List.of(texts);
        return new Validator(
                "one of " + all + ", in any case", value -> all.stream().anyMatch(((String) value)::equalsIgnoreCase));
    }

    /** A text that can be part of a topic's and of a directory's name. */
    static Validator topicName() {
        Pattern legal = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
        return new Validator(
                "1 to 200 letters, digits, '.', '_' and '-', since topics and directories are named after it",
                value -> legal.matcher((String) value).matches() && !value.equals(".") && !value.equals(".."));
    }

    /** A text that is not blank. */
    static Validator notBlank() {
        return new Validator("a text that is not blank", value -> !((String) value).isBlank());
    }

    /** A class that implements {@code type}. */
    static Validator implementing(Class<?> type) {
        return new Validator(
                "a class that implements " + type.getName(), value -> type.isAssignableFrom((Class<?>) value));
    }

    /** Both conditions. */
    Validator and(Validator other) {
        return new Validator(valid + "; " + other.valid, condition.and(other.condition));
    }
}
