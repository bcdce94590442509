// SPDX-License-Identifier: MPL-2.0

/** Connections and channels from the broker's side: frames in, frames out. Not exported. */
@NullMarked
package amqp.test.session;

import org.jspecify.annotations.NullMarked;
