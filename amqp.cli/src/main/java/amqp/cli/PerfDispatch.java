// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import amqp.client.Dispatch;
import java.util.Locale;

/** {@link Dispatch} by its names on the command line. */
enum PerfDispatch {
    IO(Dispatch.IO_THREAD),
    EXECUTOR(Dispatch.EXECUTOR);

    private final Dispatch dispatch;

    PerfDispatch(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
