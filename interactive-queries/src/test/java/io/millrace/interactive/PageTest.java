package io.millrace.interactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser; skipped where Chromium is not installed. */
class PageTest {

    private static final List<String> VIEWS = List.of("topology", "tasks", "stores", "stores/counts");

    @TempDir
    static Path directory;

    private static Shop shop;
    private static Browser browser;
    private static URI server;

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(Browser.find().isPresent(), "There is no Chromium on the PATH");
        shop = new Shop(directory);
        server = shop.start();
        browser = Browser.open(Browser.find().get());
    }

    @BeforeEach
    void begin() {
        browser.size(1200, 900);
        browser.go("about:blank");
        browser.requests().clear();
        browser.complaints().clear();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (shop != null) {
            shop.close();
        }
    }

    private void go(String view) {
        browser.go(server.resolve("/") + "#/" + view);
    }

    private void awaitShop(String view) {
        go(view);
        browser.awaitThat("document.getElementById('state')?.textContent === 'RUNNING'");
    }

    private void awaitRows(String prefix, String... keys) {
        for (String key : keys) {
            Shop.await200(server, "/api/v1/stores/counts/range?limit=1000&prefix=" + prefix, '"' + key + '"');
        }
    }

    private static String text(String selector) {
        return "document.querySelector(\"" + selector + "\").textContent";
    }

    @Test
    void shouldShowTheTopologyWithLiveNumbers() {
        awaitShop("topology");
        browser.awaitThat("document.querySelectorAll('.part').length >= 4");
        shop.say(1_000, "a", "b", "c");

        browser.awaitThat(
                "[...document.querySelectorAll('.item.source')].some(one => one.textContent.includes('words') && /\\d\\/s/.test(one.textContent))");
        assertThat(browser.value(
                        "[...document.querySelectorAll('.item.store .main')].map(one => one.textContent).join()"))
                .contains("counts", "minutes", "sessions", "versions");
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).allMatch(url -> url.startsWith(server.toString()) || url.startsWith("data:"));
    }

    @Test
    void shouldTellMoreOfWhatIsSelectedWithTheKeyboard() {
        awaitShop("topology");
        browser.awaitThat("document.querySelectorAll('.item').length > 5");
        browser.value("document.querySelector('.item.source').focus()");

        browser.press("ArrowDown");
        assertThat(browser.value("document.activeElement.classList.contains('processor')"))
                .isEqualTo("true");
        browser.press("Enter");
        browser.awaitThat("document.querySelector('.details dl')");
        assertThat(browser.value(text(".details"))).contains("Kind", "processor", "Records");
        browser.press("ArrowUp");
        assertThat(browser.value("document.activeElement.classList.contains('source')"))
                .isEqualTo("true");
    }

    @Test
    void shouldAskForTheTokenOnce() {
        URI guarded = shop.serve(shop.runtime(0), builder -> builder.token("open sesame"));
        browser.go(guarded.resolve("/").toString());
        browser.awaitThat("document.querySelector('#notice input')");

        browser.value("document.querySelector('#notice input').focus()");
        browser.type("open sesame");
        browser.press("Enter");

        browser.awaitThat("document.getElementById('state')?.textContent === 'RUNNING'");
        assertThat(browser.value("document.getElementById('notice').hidden")).isEqualTo("true");
    }

    @Test
    void shouldListTasksWithTheirLag() {
        shop.say(1_000, "a", "b", "c");
        awaitShop("tasks");

        browser.awaitThat("document.querySelectorAll('tbody tr').length > 5");
        assertThat(browser.value(text("tbody"))).contains("0_0", "active", "running", "words-0");
    }

    @Test
    void shouldLookUpScrollAndWatchAStore() {
        shop.say(1_000, "looked-a", "looked-b", "looked-b");
        awaitRows("looked", "looked-a", "looked-b");
        awaitShop("stores/counts");
        browser.awaitThat("document.querySelector('form.get')");

        browser.value("document.querySelector('form.get input').focus()");
        browser.type("looked-b");
        browser.press("Enter");
        browser.awaitThat("document.querySelector('.row-found')");
        assertThat(browser.value(text(".row-found"))).contains("Keylooked-b", "Value2", "1970-01-01 00:00:01Z");

        browser.value("document.querySelector('form.get input').value = 'nobody'");
        browser.value("document.querySelector('form.get').requestSubmit()");
        browser.awaitThat("document.querySelector('.problem')");
        assertThat(browser.value(text(".problem"))).contains("No such key");

        browser.value("document.querySelector('form.range [name=prefix]').value = 'looked'");
        browser.value("document.querySelector('form.range').requestSubmit()");
        browser.awaitThat("document.querySelectorAll('.result tbody tr').length === 2");

        browser.value("document.querySelector('form.watch').requestSubmit()");
        browser.awaitThat("document.querySelector('.watching')");
        // A change comes only while somebody watches, so it is made until one is seen.
        for (int i = 0;
                browser.value("document.querySelectorAll('.result tbody tr').length")
                        .equals("0");
                i++) {
            shop.say(2_000 + i, "watched");
        }
        assertThat(browser.value(text(".result tbody"))).contains("watched");
    }

    @Test
    void shouldScrollARangePageByPage() {
        String[] words = IntStream.range(0, 60).mapToObj(i -> "scrolled-" + i).toArray(String[]::new);
        shop.say(1_000, words);
        awaitRows("scrolled", words);
        awaitShop("stores/counts");
        browser.awaitThat("document.querySelector('form.range')");

        browser.value("document.querySelector('form.range [name=prefix]').value = 'scrolled'");
        browser.value("document.querySelector('form.range').requestSubmit()");
        browser.awaitThat("document.querySelectorAll('.result tbody tr').length === 50");
        browser.value("document.querySelector('.result p button').click()");

        browser.awaitThat("document.querySelectorAll('.result tbody tr').length === 60");
        assertThat(browser.value(text(".result"))).contains("60 rows");
    }

    @Test
    void shouldFitANarrowWindowAndFollowTheColorScheme() {
        browser.size(360, 700);
        for (String view : VIEWS) {
            awaitShop(view);
            browser.awaitThat("document.querySelector('main section')");
            assertThat(browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as(view)
                    .isEqualTo("0");
        }
        String background = "getComputedStyle(document.body).backgroundColor";
        browser.colors("light");
        String light = browser.value(background);
        browser.colors("dark");
        assertThat(browser.value(background)).isNotEqualTo(light);
    }

    @Test
    void shouldReachAllViewsWithTheTabKey() {
        awaitShop("topology");
        browser.value("document.activeElement.blur()");
        StringBuilder reached = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            browser.press("Tab");
            reached.append(browser.value("document.activeElement.textContent")).append(' ');
        }

        assertThat(reached.toString()).isEqualTo("Skip to the content Topology Tasks Stores ");
        browser.press("Enter");
        browser.awaitThat("location.hash === '#/stores'");
    }
}
