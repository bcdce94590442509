// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

/** What became of an entity, or what is known of it. */
enum State {
    PRESENT("present"),
    MISSING("missing"),
    DIFFERENT("different"),
    NOT_CHECKABLE("notCheckable"),
    DECLARED("declared"),
    BOUND("bound");

    private final String text;

    State(String text) {
        this.text = text;
    }

    /** As JSON says it. */
    @Override
    public String toString() {
        return text;
    }
}
