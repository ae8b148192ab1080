// SPDX-License-Identifier: Apache-2.0
/**
 * A collector on loopback, for tests that assert on what an application really sent, and
 * what starts other servers and talks to them byte for byte, and what measures the bytes
 * that a call allocates.
 */
@NullMarked
package io.otelspring.test;

import org.jspecify.annotations.NullMarked;
