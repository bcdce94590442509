// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

/** What callbacks and plug-ins of an application throw on purpose: a checked exception that nobody declares. */
final class Planned extends Exception {
    private static final long serialVersionUID = 1L;

    Planned() {
        super("thrown by the application on purpose", null, false, false);
    }

    /** Throws it, whatever the caller declares. */
    @SuppressWarnings("unchecked") // nobody looks at the type
    <E extends Throwable> void escape() throws E {
        throw (E) this;
    }
}
