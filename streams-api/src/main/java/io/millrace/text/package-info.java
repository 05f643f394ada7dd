/** Words in messages: {@link io.millrace.text.EditDistance} finds the name that somebody probably meant. For the modules of the library only. */
@NullMarked
package io.millrace.text;

import org.jspecify.annotations.NullMarked;
