package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.interactive.RawClient.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of shapes that no honest client sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestShapesTest {

    private static final String KEY = "/api/v1/stores/counts/keys/a";

    private Shop shop;
    private URI server;

    @BeforeAll
    void start(@TempDir Path directory) {
        shop = new Shop(directory);
        server = shop.start();
        shop.say(5, "a");
        Shop.await200(server, KEY, "\"value\":1");
    }

    @AfterAll
    void stop() {
        shop.close();
    }

    /** Row Q9: shapes that a proxy before the server may read otherwise. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "400; Content-Length: 5|Transfer-Encoding: chunked",
                "400; Content-Length: 5|Content-Length: 6",
                "400; Content-Length: -1",
                "400; Content-Length: 99999999999999999999",
                "400; Content-Length: 0x5",
                "413; Content-Length: 5",
                "413; Transfer-Encoding: chunked",
                "413; Transfer-Encoding: identity, chunked",
                "400; Bad Header: x",
                "400; Host: other",
                "400; X: y\u0000z",
            })
    void shouldRefuseFramingThatCanBeReadInTwoWays(int status, String headers) {
        String text = "GET " + KEY + " HTTP/1.1\r\nHost: localhost\r\n"
                + headers.trim().replace("|", "\r\n")
                + "\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

        try (RawClient client = new RawClient(server)) {
            client.send(text);
            Reply reply = client.read();
            assertThat(reply.status()).as(reply.text()).isEqualTo(status);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            // Nothing behind it is taken for a request.
            assertThat(client.isAtEnd()).isTrue();
        } catch (SocketException e) {
            // Closed with a reset, since the server has not read what came behind.
            assertThat(e).hasMessageContaining("reset");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Row Q8: nothing but names on the list is ever found. */
    @ParameterizedTest
    @CsvSource({
        "400,/../../etc/passwd",
        "400,/page/../index.html",
        "400,/page/%2e%2e/index.html",
        "404,/page/..%2findex.html",
        "404,/page/..;/index.html",
        "404,/page/files.txt",
        "400,/page/%00",
        "400,/page/index.html%00",
        "400,/page/%c0%ae",
        "400,/page/%u002e",
        "400,/page/%zz",
        "400,/page/%",
        "400,//page/index.html",
        "404,/page/",
        "404,/page/INDEX.HTML",
        "404,/Page/index.html",
        "404,/page/a%5Cb",
        "404,/API/v1/stores",
        "404,/api/v1/stores/",
        "404,/api/v1/stores/..%2f..%2fetc/keys/a",
        "404,/api/v1/stores/counts/keys/a/b",
        "404,/api/v1/stores/counts/keys/",
        "400,/api/v1/stores/counts/keys/%0a",
        "400,/api/v1/stores/counts/keys?key=%ff",
        "400,/health/ready?x=1",
        "400,/health/ready?%00=1",
    })
    void shouldOnlyFindWhatIsOnItsList(int status, String path) {
        Reply reply = get(server, path);

        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    }
}
