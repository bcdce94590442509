// SPDX-License-Identifier: MPL-2.0

/** Connections and channels as the broker sees them: frames in, frames out. Not exported. */
@NullMarked
package amqp.test.session;

import org.jspecify.annotations.NullMarked;
