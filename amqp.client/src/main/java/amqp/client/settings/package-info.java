// SPDX-License-Identifier: MPL-2.0

/**
 * Settings by their names, as URIs, maps and properties files give them. {@link amqp.client.settings.Setting} is the one
 * table of them; {@link amqp.client.settings.ParsedSettings} is what was given, each value checked. Knows nothing of the
 * options of the API: {@code amqp.client} asks for each value and sets what it is about.
 */
package amqp.client.settings;
