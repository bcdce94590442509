// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

import java.util.List;
import java.util.Map;

/**
 * A factory of a record beside {@code of}.
 *
 * @param parameters the required fields that it takes; the others are empty
 * @param settings wither to Java expression
 */
record Factory(String name, List<String> parameters, Map<String, String> settings, String doc) {}
