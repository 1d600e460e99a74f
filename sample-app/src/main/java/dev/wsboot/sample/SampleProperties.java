package dev.wsboot.sample;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The sample's settings.
 *
 * @param users passwords by user name; a real application keeps hashes, not passwords
 */
@ConfigurationProperties("sample")
record SampleProperties(Map<String, String> users) {
}
