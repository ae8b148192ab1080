// SPDX-License-Identifier: Apache-2.0
package com.example.async;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * An application with executors of its own beside the one of Boot.
 */
@SpringBootApplication
@EnableAsync
@EnableScheduling
class AsyncApplication {

	@Bean
	ThreadPoolExecutor pool() {
		return (ThreadPoolExecutor) Executors.newFixedThreadPool(2);
	}

	@Bean
	ExecutorService single() {
		return Executors.newSingleThreadExecutor();
	}

	@Bean
	TaskExecutor mails() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setThreadNamePrefix("mails-");
		return executor;
	}

	@Bean
	ThreadPoolTaskScheduler taskScheduler() {
		return new ThreadPoolTaskScheduler();
	}

}
