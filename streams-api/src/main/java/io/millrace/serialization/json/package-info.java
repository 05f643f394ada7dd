/**
 * JSON serdes over Jackson, which a program has to have on its path to use them; nothing else needs it. Read {@link
 * io.millrace.serialization.json.JsonSerde}.
 */
@NullMarked
package io.millrace.serialization.json;

import org.jspecify.annotations.NullMarked;
