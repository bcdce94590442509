// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.util.List;
import java.util.function.Consumer;

/** Closes several things. */
public final class Closing {
    private Closing() {}

    /**
     * Closes all of them, also those after one that cannot be closed.
     *
     * @throws RuntimeException the first failure; the others are suppressed in it
     */
    public static <T> void all(List<T> things, Consumer<T> close) {
        RuntimeException first = null;
        for (T thing : things) {
            try {
                close.accept(thing);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
