// SPDX-License-Identifier: MPL-2.0

/** The exchanges, queues and messages of a broker as pure state; the time is passed in. Not exported. */
@NullMarked
package amqp.test.model;

import org.jspecify.annotations.NullMarked;
