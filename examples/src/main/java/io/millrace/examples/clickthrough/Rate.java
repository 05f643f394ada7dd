package io.millrace.examples.clickthrough;

/** How often an ad was shown, and how often it was clicked then. */
record Rate(long impressions, long clicks) {

    static final Rate NONE = new Rate(0, 0);

    Rate plus(Shown shown) {
        return new Rate(impressions + 1, clicks + (shown.clicked() ? 1 : 0));
    }

    double percent() {
        return 100.0 * clicks / impressions;
    }
}
