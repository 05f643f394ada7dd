package io.millrace.guides.operators;

import io.millrace.dsl.GlobalKTable;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.serialization.Serdes;
import io.millrace.stores.Stores;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamTableJoinsTest extends OperatorExample {

    @Test
    void shouldJoinATable() {
        // region streamTableJoin
        KStream<String, String> orders = builder.stream("orders");
        KTable<String, String> cities = builder.table("cities");
        show(orders.join(cities, (order, city) -> order + " to " + city));

        send("orders", "ada=lamp@1");
        send("cities", "ada=London@2");
        send("orders", "ada=chair@3");
        expect("ada=chair to London@3");
        // end
    }

    @Test
    void shouldLeftJoinATable() {
        // region streamTableLeftJoin
        KStream<String, String> orders = builder.stream("orders");
        KTable<String, String> cities = builder.table("cities");
        show(orders.leftJoin(cities, (order, city) -> order + " to " + city));

        send("orders", "ada=lamp");
        expect("ada=lamp to null");
        // end
    }

    @Test
    void shouldJoinAVersionedTableAsOfTheTimeOfTheRecord() {
        // region versionedJoin
        KStream<String, String> orders = builder.stream("orders");
        KTable<String, String> prices = builder.table(
                "prices",
                Materialized.<String, String>as(
                        Stores.persistentVersionedKeyValueStore("price-history", Duration.ofHours(1))));
        show(orders.join(
                prices,
                (order, price) -> order + " for " + price,
                Joined.with(Serdes.String(), Serdes.String(), Serdes.String()).withGracePeriod(Duration.ofSeconds(5))));

        send("prices", "lamp=5@0", "lamp=6@10");
        send("orders", "lamp=old order@9", "lamp=new order@14");
        expect("lamp=old order for 5@9");
        send("orders", "lamp=later order@19");
        expect("lamp=new order for 6@14");
        // end
    }

    @Test
    void shouldJoinAGlobalTable() {
        // region globalJoin
        KStream<String, String> orders = builder.stream("orders");
        GlobalKTable<String, String> products = builder.globalTable("products");
        show(orders.join(products, (user, productId) -> productId, (productId, product) -> product));

        send("products", "p1=lamp");
        send("orders", "ada=p1", "ada=p2");
        expect("ada=lamp");
        // end
    }

    @Test
    void shouldLeftJoinAGlobalTable() {
        // region globalLeftJoin
        KStream<String, String> orders = builder.stream("orders");
        GlobalKTable<String, String> products = builder.globalTable("products");
        show(orders.leftJoin(
                products, (user, productId) -> productId, (productId, product) -> productId + " is " + product));

        send("orders", "ada=p2");
        expect("ada=p2 is null");
        // end
    }
}
