package io.millrace.examples.ordervalidation;

import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.Stores;
import java.util.Set;

/**
 * Passes an order if there are enough units that are not reserved for another one, and reserves them. The reservation and the result that says so are in one
 * transaction: there is never one without the other.
 */
final class ReserveUnits implements ProcessorSupplier<String, OrderAndStock, String, CheckResult> {

    static final String STORE = "reserved-units";

    @Override
    public Processor<String, OrderAndStock, String, CheckResult> get() {
        return new Reservation();
    }

    /** A supplier that tells its stores needs nobody to connect them. */
    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Integer()));
    }

    @SuppressWarnings("NullAway.Init") // init() is called before anything else
    private static final class Reservation extends ContextualProcessor<String, OrderAndStock, String, CheckResult> {

        private KeyValueStore<String, Integer> reserved;

        @Override
        public void init(ProcessorContext<String, CheckResult> context) {
            super.init(context);
            reserved = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, OrderAndStock> record) {
            String product = record.key();
            OrderAndStock joined = record.value();
            if (product == null || joined == null) {
                return; // The join in front gives neither.
            }
            Order order = joined.order();
            Stock stock = joined.stock();
            Integer before = reserved.get(product);
            int reservedBefore = before == null ? 0 : before;
            boolean isEnough = stock != null && order.units() > 0 && order.units() <= stock.units() - reservedBefore;
            if (isEnough) {
                reserved.put(product, reservedBefore + order.units());
            }
            context().forward(record.withKey(order.id()).withValue(new CheckResult(Check.INVENTORY, isEnough)));
        }
    }
}
