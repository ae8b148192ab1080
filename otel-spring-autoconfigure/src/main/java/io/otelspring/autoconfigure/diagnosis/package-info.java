// SPDX-License-Identifier: Apache-2.0
/**
 * What an application's author should know about its telemetry: gathered from those who
 * find it, said at start-up, and shown by the Actuator.
 */
@NullMarked
package io.otelspring.autoconfigure.diagnosis;

import org.jspecify.annotations.NullMarked;
