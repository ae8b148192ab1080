// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.batch;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of jobs and steps. OpenTelemetry has no conventions for batch jobs: they
 * have the keys of Spring Batch's observations, and keys of the same form for what those
 * lack.
 */
final class BatchAttributes {

	static final AttributeKey<String> JOB_NAME = AttributeKey.stringKey("spring.batch.job.name");

	static final AttributeKey<Long> JOB_INSTANCE_ID = AttributeKey.longKey("spring.batch.job.instanceId");

	static final AttributeKey<Long> JOB_EXECUTION_ID = AttributeKey.longKey("spring.batch.job.executionId");

	static final AttributeKey<String> JOB_STATUS = AttributeKey.stringKey("spring.batch.job.status");

	static final AttributeKey<String> STEP_NAME = AttributeKey.stringKey("spring.batch.step.name");

	static final AttributeKey<Long> STEP_EXECUTION_ID = AttributeKey.longKey("spring.batch.step.executionId");

	static final AttributeKey<String> STEP_STATUS = AttributeKey.stringKey("spring.batch.step.status");

	static final AttributeKey<Long> STEP_READ_COUNT = AttributeKey.longKey("spring.batch.step.readCount");

	static final AttributeKey<Long> STEP_WRITE_COUNT = AttributeKey.longKey("spring.batch.step.writeCount");

	static final AttributeKey<Long> STEP_FILTER_COUNT = AttributeKey.longKey("spring.batch.step.filterCount");

	static final AttributeKey<Long> STEP_SKIP_COUNT = AttributeKey.longKey("spring.batch.step.skipCount");

	private BatchAttributes() {
	}

}
