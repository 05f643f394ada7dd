package io.millrace.examples.platinumviews;

/** A page view with the user as known at that time. */
record ViewByUser(String page, String name, String level) {

    static ViewByUser of(PageView view, User user) {
        return new ViewByUser(view.page(), user.name(), user.level());
    }
}
