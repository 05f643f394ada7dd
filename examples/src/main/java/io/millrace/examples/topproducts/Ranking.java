package io.millrace.examples.topproducts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Products of a day, best first. */
record Ranking(List<ProductUnits> products) {

    static final Ranking NONE = new Ranking(List.of());

    Ranking {
        products = List.copyOf(products);
    }

    Ranking with(ProductUnits added) {
        return changed(list -> {
            list.add(added);
            list.sort(ProductUnits.BEST_FIRST);
            return list;
        });
    }

    Ranking without(ProductUnits removed) {
        return changed(list -> {
            list.remove(removed);
            return list;
        });
    }

    Ranking top(int count) {
        return new Ranking(products.subList(0, Math.min(count, products.size())));
    }

    private Ranking changed(UnaryOperator<List<ProductUnits>> change) {
        return new Ranking(change.apply(new ArrayList<>(products)));
    }
}
