package io.millrace.parity.differential;

import io.millrace.parity.program.ScenarioText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command behind {@code bin/parity}: {@code --minutes N}, {@code --programs N}, {@code --seed S} (the first one), {@code --explain S} or
 * {@code --explain FILE}, {@code --off NAME,NAME}, {@code --on NAME,NAME}. Status 1 if there was a difference.
 */
public final class ParityCommand {

    private static final int PROGRESS_SECONDS = 20;

    private ParityCommand() {}

    public static void main(String[] args) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        if (args.length % 2 != 0 || args.length == 0) {
            System.err.println(
                    "Usage: bin/parity [--minutes N | --programs N | --explain SEED-OR-FILE] [--seed FIRST] [--off NAMES] [--on NAMES]");
            System.exit(2);
        }
        Path directory = Files.createTempDirectory("millrace-parity");
        int status;
        try {
            status = run(options, new Campaign(switches(options), directory.toString(), System.out), System.out);
        } finally {
            delete(directory);
        }
        System.exit(status);
    }

    private static Set<String> switches(Map<String, String> options) {
        Set<String> switches = new HashSet<>(Switches.load());
        switches.addAll(Set.of(options.getOrDefault("--off", "-").split(",")));
        switches.removeAll(Set.of(options.getOrDefault("--on", "-").split(",")));
        return switches;
    }

    private static int run(Map<String, String> options, Campaign campaign, PrintStream out) throws IOException {
        if (options.containsKey("--explain")) {
            explain(campaign, options.get("--explain"));
            return 0;
        }
        long seed = Long.parseLong(options.getOrDefault("--seed", "1"));
        long programs = Long.parseLong(options.getOrDefault("--programs", String.valueOf(Long.MAX_VALUE)));
        long start = System.nanoTime();
        long minutes = Long.parseLong(options.getOrDefault("--minutes", "1000000"));
        long end = start + TimeUnit.MINUTES.toNanos(minutes);
        long nextProgress = start;
        long count = 0;
        while (count < programs && System.nanoTime() < end) {
            campaign.run(seed + count);
            count++;
            if (System.nanoTime() >= nextProgress) {
                nextProgress = System.nanoTime() + TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS);
                out.println(summary(campaign, count, System.nanoTime() - start));
            }
        }
        out.println(campaign.coverage().table());
        out.println(summary(campaign, count, System.nanoTime() - start));
        if (!campaign.failures().isEmpty()) {
            out.println("Seeds with a difference: " + campaign.failures());
        }
        if (!campaign.unstable().isEmpty()) {
            out.println("Seeds on which 4.3.1 disagrees with itself: " + campaign.unstable());
        }
        if (!campaign.halfEffects().isEmpty()) {
            out.println("Seeds on which 4.3.1 keeps half effects of skipped records: " + campaign.halfEffects());
        }
        campaign.ownErrors()
                .forEach((mistake, seeds) -> out.println("A mistake of 4.3.1's own (" + mistake + "): " + seeds));
        return campaign.failures().isEmpty() ? 0 : 1;
    }

    private static void explain(Campaign campaign, String seedOrFile) throws IOException {
        if (seedOrFile.matches("\\d+")) {
            campaign.explain(Long.parseLong(seedOrFile));
        } else {
            campaign.explain(ScenarioText.parse(Files.readString(Path.of(seedOrFile))));
        }
    }

    private static String summary(Campaign campaign, long count, long nanos) {
        return String.format(
                "%d programs, %d agree, %d differ, on %d 4.3.1 keeps half effects of skipped records, on %d it fails by a mistake of its own,"
                        + " on %d it disagrees with itself, %.0f programs/min",
                count,
                campaign.agreed(),
                campaign.failures().size(),
                campaign.halfEffects().size(),
                campaign.ownErrorCount(),
                campaign.unstable().size(),
                count * 60e9 / Math.max(1, nanos));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
