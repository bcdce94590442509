// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.client.Dispatch;
import java.util.Locale;

/** {@link Dispatch} by its names on the command line. */
public enum PerfDispatch {
    IO(Dispatch.IO_THREAD),
    EXECUTOR(Dispatch.EXECUTOR);

    private final Dispatch dispatch;

    PerfDispatch(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    public Dispatch dispatch() {
        return dispatch;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
