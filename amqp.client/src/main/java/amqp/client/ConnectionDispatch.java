// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.toolkit.CallbackExecutor;
import amqp.client.dispatch.GivenExecutor;
import amqp.client.dispatch.SdkExecutors;
import amqp.client.dispatch.SerialExecutor;
import amqp.client.dispatch.Strand;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where the callbacks of one connection run, each kind one at a time and in order: what may take long on the application's
 * executor, and what such callbacks may wait for on the completion executor.
 */
final class ConnectionDispatch {
    private final ConnectionOptions options;
    private final Strand strand;
    private final Supplier<Executor> executor;
    private final Supplier<Executor> completionExecutor;
    private final Executor completions;
    private final Executor replies;
    private final Executor notices;

    ConnectionDispatch(Connection connection, ConnectionOptions options, Strand strand) {
        this.options = options;
        this.strand = strand;
        this.executor = forEachKind(options.executor(), SdkExecutors.CALLBACKS);
        this.completionExecutor = forEachKind(options.completionExecutor(), SdkExecutors.COMPLETIONS);
        this.completions = completionExecutor.get();
        this.replies = serial(completionExecutor, connection, "the callback of a command");
        this.notices = serial(executor, connection, "a registered callback");
    }

    /** What completes runs here, in no order. */
    Executor completions() {
        return completions;
    }

    /** Where stages of the connection complete. */
    Executor replies() {
        return replies;
    }

    /** Where listeners of the connection are called. */
    Executor notices() {
        return notices;
    }

    /** The given one for all kinds; or one for each that has the I/O thread run what is quick, and ours the rest. */
    private static Supplier<Executor> forEachKind(Optional<Executor> given, Executor own) {
        return given.<Executor>map(executor -> new GivenExecutor(executor, own))
                .<Supplier<Executor>>map(guarded -> () -> guarded)
                .orElse(() -> new CallbackExecutor(own));
    }

    /** Where callbacks of one kind run, one at a time and in order; {@code origin} is named when one fails. */
    Executor executor(Dispatch dispatch, Object origin, String callback) {
        return switch (dispatch) {
            case EXECUTOR -> serial(executor, origin, callback);
            case COMPLETION_EXECUTOR -> serial(completionExecutor, origin, callback);
            case IO_THREAD -> inStrand(origin, callback);
        };
    }

    /** Where the ends of one kind of command run, which must not have to wait for a thread that a callback keeps. */
    Executor completionExecutor(Dispatch dispatch, Object origin, String callback) {
        return executor(dispatch == Dispatch.IO_THREAD ? dispatch : Dispatch.COMPLETION_EXECUTOR, origin, callback);
    }

    private SerialExecutor serial(Supplier<Executor> threads, Object origin, String callback) {
        return new SerialExecutor(threads.get(), thrown -> options.callbackFailed(origin, callback, thrown));
    }

    private Executor inStrand(Object origin, String callback) {
        Consumer<Throwable> failures = thrown -> options.callbackFailed(origin, callback, thrown);
        return task -> {
            if (strand.isHere()) {
                SerialExecutor.runHere(task, failures);
            } else {
                strand.execute(() -> SerialExecutor.runHere(task, failures));
            }
        };
    }
}
