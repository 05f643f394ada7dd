/**
 * Key-value stores over a {@link io.millrace.stores.table.Table}: {@link io.millrace.stores.keyvalue.PlainKeyValueStore} and
 * {@link io.millrace.stores.keyvalue.StampedKeyValueStore}, their builder and their suppliers. Serdes end here: below are bytes and stored forms.
 */
@NullMarked
package io.millrace.stores.keyvalue;

import org.jspecify.annotations.NullMarked;
