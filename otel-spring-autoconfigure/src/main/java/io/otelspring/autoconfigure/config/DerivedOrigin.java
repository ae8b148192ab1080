// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import org.springframework.boot.origin.Origin;

/**
 * The origin of a value that was derived from something else.
 *
 * @param description what it was derived from
 */
record DerivedOrigin(String description) implements Origin {

	static final Origin DEFAULT = new DerivedOrigin("default");

	@Override
	public String toString() {
		return this.description;
	}

}
