package io.millrace.examples.topproducts;

import java.util.Comparator;

/** How many units of a product were sold on a day. */
record ProductUnits(String product, long units) {

    /** Most units first; products with equal units by name, so that the order is always the same. */
    static final Comparator<ProductUnits> BEST_FIRST =
            Comparator.comparingLong(ProductUnits::units).reversed().thenComparing(ProductUnits::product);
}
