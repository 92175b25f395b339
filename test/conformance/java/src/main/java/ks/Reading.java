package ks;

import com.datastax.oss.driver.api.mapper.annotations.ClusteringColumn;
import com.datastax.oss.driver.api.mapper.annotations.CqlName;
import com.datastax.oss.driver.api.mapper.annotations.Entity;
import com.datastax.oss.driver.api.mapper.annotations.PartitionKey;
import java.util.Map;
import java.util.Set;

/** A row of `readings`, as the driver's object mapper sees it. */
@Entity
@CqlName("readings")
public class Reading {
  @PartitionKey private String device;
  @ClusteringColumn private int at;
  private Double value;
  private Set<String> tags;
  private Map<String, String> notes;

  public Reading() {}

  public Reading(String device, int at, Double value, Set<String> tags, Map<String, String> notes) {
    this.device = device;
    this.at = at;
    this.value = value;
    this.tags = tags;
    this.notes = notes;
  }

  public String getDevice() {
    return device;
  }

  public void setDevice(String device) {
    this.device = device;
  }

  public int getAt() {
    return at;
  }

  public void setAt(int at) {
    this.at = at;
  }

  public Double getValue() {
    return value;
  }

  public void setValue(Double value) {
    this.value = value;
  }

  public Set<String> getTags() {
    return tags;
  }

  public void setTags(Set<String> tags) {
    this.tags = tags;
  }

  public Map<String, String> getNotes() {
    return notes;
  }

  public void setNotes(Map<String, String> notes) {
    this.notes = notes;
  }
}
