package io.millrace.interactive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Checks JSON against the part of JSON Schema that the description uses; refuses schemas that use more. */
final class SchemaCheck {

    private static final List<String> KNOWN = List.of(
            "$ref", "type", "format", "description", "properties", "required", "additionalProperties", "items", "enum");

    private final JsonNode document;

    SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with a value; empty if nothing. */
    List<String> complaints(JsonNode schema, JsonNode value) {
        List<String> complaints = new ArrayList<>();
        check(schema, value, "$", complaints);
        return complaints;
    }

    private void check(JsonNode schema, JsonNode value, String path, List<String> complaints) {
        schema.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                complaints.add(path + ": the check does not know '" + name + "'");
            }
        });
        if (schema.has("$ref")) {
            check(document.at(schema.path("$ref").asText().substring(1)), value, path, complaints);
            return;
        }
        if (schema.isEmpty()) {
            return;
        }
        if (schema.has("type") && !hasType(schema.path("type"), value)) {
            complaints.add(path + ": is " + value.getNodeType() + " instead of " + schema.path("type"));
            return;
        }
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            complaints.add(path + ": " + value + " is not one of " + schema.path("enum"));
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                complaints.add(path + ": lacks '" + name.asText() + "'");
            }
        });
        value.properties().forEach(field -> {
            JsonNode property = schema.path("properties").path(field.getKey());
            JsonNode more = schema.path("additionalProperties");
            if (!property.isMissingNode()) {
                check(property, field.getValue(), path + "." + field.getKey(), complaints);
            } else if (more.isBoolean() && !more.asBoolean()) {
                complaints.add(path + ": has '" + field.getKey() + "', which is not described");
            } else if (more.isObject()) {
                check(more, field.getValue(), path + "." + field.getKey(), complaints);
            }
        });
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            check(schema.path("items"), value.get(i), path + "[" + i + "]", complaints);
        }
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode each : type) {
                if (hasType(each, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException(type.asText());
        };
    }
}
