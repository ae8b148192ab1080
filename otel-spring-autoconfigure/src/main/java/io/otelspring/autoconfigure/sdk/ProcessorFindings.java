// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Finds processors of the application's own for which requests have to wait. It is logged
 * when it happens.
 */
class ProcessorFindings implements FindingSource {

	private final ObjectProvider<Sdk> sdk;

	ProcessorFindings(ObjectProvider<Sdk> sdk) {
		this.sdk = sdk;
	}

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public List<Finding> findings() {
		return this.sdk.stream().flatMap((running) -> running.processors().findings().stream()).toList();
	}

}
