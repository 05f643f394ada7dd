/** An aggregation of an aggregation: {@link io.millrace.examples.topproducts.TopProducts}. */
@NullMarked
package io.millrace.examples.topproducts;

import org.jspecify.annotations.NullMarked;
