package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.interactive.RawClient.Reply;
import io.millrace.runtime.StreamsRuntime;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row Q2: an instance whose address is missing or wrong gives an error, never half an answer that looks whole. */
class InstanceFailureTest {

    private static final String RANGE = "/api/v1/stores/counts/range";

    @TempDir
    Path directory;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = new Shop(directory);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private URI startTwo(String firstAddress, String secondAddress) {
        StreamsRuntime first = shop.addRuntime(Shop.words(), firstAddress);
        StreamsRuntime second = shop.addRuntime(Shop.words(), secondAddress);
        first.start();
        second.start();
        Shop.awaitBoth(first, second);
        return shop.serve(first, builder -> {});
    }

    @Test
    void shouldSayThatTheOtherInstanceHasNoAddress() {
        URI server = startTwo(null, null);

        Reply reply = get(server, RANGE);
        assertThat(reply.status()).as(reply.text()).isEqualTo(503);
        assertThat(reply.json().path("detail").asText()).contains("application.server");
        Reply local = get(server, RANGE + "?remote=local");
        assertThat(local.status()).isEqualTo(200);
        assertThat(local.json().path("partitions").size()).isBetween(1, Shop.PARTITIONS - 1);
    }

    @Test
    void shouldSayThatTheOtherInstanceDoesNotAnswer() {
        URI server = startTwo("127.0.0.1:1", "127.0.0.1:2");

        Reply reply = get(server, RANGE);
        assertThat(reply.status()).as(reply.text()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotNull();
        assertThat(reply.json().path("detail").asText()).contains("did not answer at 127.0.0.1:2");
    }

    /** Both say that they are at the first one's server: the request comes back, marked, and goes no further. */
    @Test
    void shouldNotLoopIfTheAddressIsItsOwn() throws Exception {
        int port;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        StreamsRuntime first = shop.addRuntime(Shop.words(), "127.0.0.1:" + port);
        StreamsRuntime second = shop.addRuntime(Shop.words(), "localhost:" + port);
        first.start();
        second.start();
        Shop.awaitBoth(first, second);
        URI server = shop.serve(first, builder -> builder.port(port));

        Reply reply = get(server, RANGE);
        assertThat(reply.status()).as(reply.text()).isEqualTo(503);
        assertThat(reply.json().path("answer").asText()).contains("421", "not on this instance");
    }
}
