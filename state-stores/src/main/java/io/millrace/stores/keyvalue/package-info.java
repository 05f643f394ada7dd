/**
 * Key-value stores over a {@link io.millrace.stores.table.Table}: {@link io.millrace.stores.keyvalue.TableKeyValueStore} and its subclasses by what they
 * keep beside values, their builders and their suppliers. Serdes end here: below are bytes and stored forms.
 */
@NullMarked
package io.millrace.stores.keyvalue;

import org.jspecify.annotations.NullMarked;
