package io.millrace.guides.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dsl.Grouped;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.Suppressed.BufferConfig;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TablesTest extends OperatorExample {

    @Test
    void shouldFilter() {
        // region tableFilter
        KTable<String, String> cities = builder.table("cities");
        show(cities.filter((user, city) -> city.startsWith("L"), Materialized.as("in-l")));

        send("cities", "ada=London", "ada=Paris", "bob=Lima", "bob=null");
        expect("ada=London", "ada=null", "bob=Lima", "bob=null");
        // end
    }

    @Test
    void shouldFilterNot() {
        // region tableFilterNot
        KTable<String, String> cities = builder.table("cities");
        show(cities.filterNot((user, city) -> city.startsWith("L"), Materialized.as("not-in-l")));

        send("cities", "ada=London", "ada=Paris");
        expect("ada=Paris");
        // end
    }

    @Test
    void shouldMapValues() {
        // region tableMapValues
        KTable<String, String> cities = builder.table("cities");
        show(cities.mapValues(city -> city.length(), Materialized.with(Serdes.String(), Serdes.Integer())));

        send("cities", "ada=London", "ada=null");
        expect("ada=6", "ada=null");
        // end
    }

    @Test
    void shouldBecomeAStream() {
        // region toStream
        KTable<String, String> cities = builder.table("cities");
        show(cities.toStream((user, city) -> "user " + user));

        send("cities", "ada=London", "ada=null");
        expect("user ada=London", "user ada=null");
        // end
    }

    @Test
    void shouldTellTheNameOfItsStore() {
        // region queryableStoreName
        KTable<String, String> cities = builder.table("cities");
        KTable<String, String> stored = builder.table("towns", Materialized.as("towns-store"));
        assertThat(cities.queryableStoreName()).isNull();
        assertThat(stored.queryableStoreName()).isEqualTo("towns-store");
        // end
    }

    @Test
    void shouldCountGroups() {
        // region tableCount
        KTable<String, String> cities = builder.table("cities");
        show(cities.groupBy((user, city) -> KeyValue.pair(city, user)).count());

        send("cities", "ada=London", "bob=London", "ada=Paris", "bob=null");
        expect("London=1", "London=2", "London=1", "Paris=1", "London=0");
        // end
    }

    @Test
    void shouldReduceGroups() {
        // region tableReduce
        KTable<String, String> stock = builder.table("stock"); // warehouse and product -> pieces
        KTable<String, Long> byProduct = stock.groupBy(
                        (place, pieces) -> KeyValue.pair(place.split("/")[1], Long.valueOf(pieces)),
                        Grouped.with(Serdes.String(), Serdes.Long()))
                .reduce(Long::sum, (sum, gone) -> sum - gone, Materialized.with(Serdes.String(), Serdes.Long()));
        show(byProduct);

        send("stock", "north/lamp=5", "south/lamp=7", "north/lamp=4");
        expect("lamp=5", "lamp=12", "lamp=11");
        // end
    }

    @Test
    void shouldAggregateGroups() {
        // region tableAggregate
        KTable<String, String> cities = builder.table("cities");
        show(cities.groupBy((user, city) -> KeyValue.pair(city, user))
                .aggregate(
                        () -> "",
                        (city, user, users) -> users + "+" + user,
                        (city, user, users) -> users.replace("+" + user, "")));

        send("cities", "ada=London", "bob=London", "ada=Paris");
        expect("London=+ada", "London=+ada+bob", "London=+bob", "Paris=+ada");
        // end
    }

    @Test
    void shouldSuppressForATime() {
        // region suppress
        KTable<String, String> cities = builder.table("cities");
        show(cities.suppress(Suppressed.untilTimeLimit(Duration.ofSeconds(10), BufferConfig.maxRecords(1_000))));

        send("cities", "ada=London@0", "ada=Paris@5", "bob=Lima@10");
        expect("ada=Paris");
        // end
    }

    @Test
    void shouldJoin() {
        // region tableJoin
        KTable<String, String> cities = builder.table("cities");
        KTable<String, String> names = builder.table("names");
        show(names.join(cities, (name, city) -> name + " of " + city));

        send("names", "1=Ada@5");
        send("cities", "1=London@3", "1=null@6");
        expect("1=Ada of London@5", "1=null@6");
        // end
    }

    @Test
    void shouldLeftJoin() {
        // region tableLeftJoin
        KTable<String, String> cities = builder.table("cities");
        KTable<String, String> names = builder.table("names");
        show(names.leftJoin(cities, (name, city) -> name + " of " + city));

        send("names", "1=Ada");
        send("cities", "1=London", "1=null", "2=Lima");
        expect("1=Ada of null", "1=Ada of London", "1=Ada of null");
        // end
    }

    @Test
    void shouldOuterJoin() {
        // region tableOuterJoin
        KTable<String, String> cities = builder.table("cities");
        KTable<String, String> names = builder.table("names");
        show(names.outerJoin(cities, (name, city) -> name + " of " + city));

        send("cities", "1=London");
        send("names", "1=Ada", "1=null");
        send("cities", "1=null");
        expect("1=null of London", "1=Ada of London", "1=null of London", "1=null");
        // end
    }

    @Test
    void shouldJoinByForeignKey() {
        // region foreignKeyJoin
        KTable<String, String> orders = builder.table("orders"); // order -> product
        KTable<String, String> prices = builder.table("prices"); // product -> price
        show(orders.join(prices, product -> product, (product, price) -> product + " for " + price));

        send("orders", "o1=lamp", "o2=lamp", "o3=chair");
        send("prices", "lamp=5", "lamp=6");
        send("orders", "o1=null");
        expect("o1=lamp for 5", "o2=lamp for 5", "o1=lamp for 6", "o2=lamp for 6", "o1=null");
        // end
    }

    @Test
    void shouldLeftJoinByForeignKey() {
        // region foreignKeyLeftJoin
        KTable<String, String> orders = builder.table("orders"); // order -> product
        KTable<String, String> prices = builder.table("prices"); // product -> price
        show(orders.leftJoin(prices, product -> product, (product, price) -> product + " for " + price));

        send("orders", "o1=lamp");
        send("prices", "lamp=5");
        expect("o1=lamp for null", "o1=lamp for 5");
        // end
    }
}
