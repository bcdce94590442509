// SPDX-License-Identifier: MPL-2.0

/** What a broker does with exchanges, queues and messages; pure state, time passed in. Not exported. */
@NullMarked
package amqp.test.model;

import org.jspecify.annotations.NullMarked;
