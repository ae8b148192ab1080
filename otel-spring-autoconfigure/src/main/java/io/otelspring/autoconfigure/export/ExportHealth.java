// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.ExporterStatus.Failure;

/**
 * Whether the exports of one exporter work, and since when they do not.
 */
final class ExportHealth {

	private volatile @Nullable Instant lastSuccess;

	private volatile @Nullable Failure lastError;

	private volatile @Nullable Instant failingSince;

	void succeeded() {
		this.lastSuccess = Instant.now();
	}

	void failed(String message) {
		Instant now = Instant.now();
		if (!failing()) {
			this.failingSince = now;
		}
		this.lastError = new Failure(now, message);
	}

	@Nullable Instant lastSuccess() {
		return this.lastSuccess;
	}

	@Nullable Failure lastError() {
		return this.lastError;
	}

	boolean failing() {
		Failure error = this.lastError;
		Instant success = this.lastSuccess;
		return error != null && (success == null || success.isBefore(error.time()));
	}

	@Nullable Instant failingSince() {
		return failing() ? this.failingSince : null;
	}

}
